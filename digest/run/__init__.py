"""The imperative shell: all that touches disk, clock and processes; the steps below only take and return values."""
