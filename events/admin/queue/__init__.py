"""What waits, narrowed, taken and decided on, one or many."""
