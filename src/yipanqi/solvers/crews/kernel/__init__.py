"""The compiled heart of the crew search: flat arrays in, better flat arrays out.

Imported only through `solvers.crews.compiled`, which says where compiled code is kept.
"""
