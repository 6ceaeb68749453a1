"""The public programme: what is read, chosen and written for page, feed and machine."""
