"""An app of the proofs alone: a follower that counts, and a mark of what each process is doing."""
