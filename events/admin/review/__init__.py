"""A version read whole, and decided on."""
