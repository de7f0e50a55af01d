"""Measures Newsfold on labelled and on large input: how well it groups, how true its digests are, how fast it is.

Most evaluations run the commands that a user runs, as child processes; those of the scorer, `evals.held_out` and what trains
it, `evals.train`, use the stages themselves. None of them is imported by the program. `python -m evals.grouping`, `evals.sample`
and `evals.held_out` check figures against pinned floors; `evals.speed` checks the ratio to the reading floor.
"""
