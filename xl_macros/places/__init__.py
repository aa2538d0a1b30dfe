"""Where an office keeps its things: folders, rights, keys, copies; and the files that ship with the product."""
