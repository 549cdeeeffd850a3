"""The site: which pages there are, at which address, and what is in them."""
