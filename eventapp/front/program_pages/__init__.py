"""What the pages of a program show of features that know it: who came, and who met."""
