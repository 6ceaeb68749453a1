"""How the letters about events are written: to whom, when, and what goes in one."""
