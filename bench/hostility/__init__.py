"""The parts of `bench/hostile.py`: hostile requests, and what a server under them is like for everybody else."""
