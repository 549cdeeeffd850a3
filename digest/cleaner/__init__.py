"""From a document to the article in it: boilerplate out, damage mended, metadata found."""

from digest.cleaner.extract import clean

__all__ = ["clean"]
