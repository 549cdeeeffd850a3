"""digest: sources in, a published news digest out."""

__version__ = "0.1.0"
