"""The parts of `bench/hostile.py`: hostile requests, and what is left for everybody else."""
