"""The programme and its events on paper: what is asked for, what stands there, how it is set."""
