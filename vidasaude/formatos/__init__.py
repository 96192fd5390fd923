"""What people type, where it is not what Django takes in Brazil."""
