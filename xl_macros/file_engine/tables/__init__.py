"""Tables: their part, and all that grows with them."""
