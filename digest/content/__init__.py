"""Articles as Markdown files with front matter: a lenient reader, a strict writer, and whose hand wrote what."""
