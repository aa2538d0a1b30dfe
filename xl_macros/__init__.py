"""Kecuali: the Python behind the ribbon of the register of exempted information."""

__version__ = "0.1.0"
