"""`python -m yipanqi.solvers.crews.compile_now`: compile the search, at install; half a minute, once."""

from yipanqi.solvers.crews.compiled import compiling, is_compiled
from yipanqi.solvers.crews.warm import rehearse

if __name__ == "__main__":
    with compiling():
        if not is_compiled():
            rehearse()
