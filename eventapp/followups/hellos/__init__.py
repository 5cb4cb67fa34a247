"""Say hello: a guest scans another guest's badge at the event; listed with who scanned alone."""
