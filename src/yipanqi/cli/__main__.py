"""`python -m yipanqi.cli`: the command line without the script."""

from yipanqi.cli.app import main

main()
