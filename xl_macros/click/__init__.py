"""How a click runs: hosts, surround, transaction, journal, lock, what Excel had switched on."""
