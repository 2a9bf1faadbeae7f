"""Each regime's filing from the draft to the register, through the pages alone."""
