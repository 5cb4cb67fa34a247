"""Who took part in a program gets a certificate."""
