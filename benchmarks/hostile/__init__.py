"""Inputs that are as hostile as their size allows, and what each of them costs.

`python -m benchmarks.hostile` reads and annotates every one in a process of its own and prints one
table; `python -m benchmarks.hostile serve` measures the memory of a running server.
"""
