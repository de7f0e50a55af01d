"""Moves values through the stages, here or in a pool of processes, and keeps the books. The only package that knows all stages."""
