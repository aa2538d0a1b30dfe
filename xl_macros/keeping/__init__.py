"""What several actions do with the register: assess it, write a step down, chain rows, list scans, draw sheets."""
