"""Measures Newsfold on labelled and on large input: how well it groups, how true its digests are, how fast it is.

Each evaluation runs the commands that a user runs, as child processes, and none of them is imported by the program.
`python -m evals.grouping` and `python -m evals.sample` check figures against pinned floors; `python -m evals.speed` checks
the ratio to the reading floor.
"""
