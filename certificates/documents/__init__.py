"""The certificate as it is printed: what it says (`content`), where (`layouts`), its drawing."""
