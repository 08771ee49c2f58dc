"""State that others write through `vars`."""

basket = ""
