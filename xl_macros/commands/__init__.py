"""What the shell offers beside the buttons: the demo, a new office, looking things up, many offices at once."""
