"""What protects the people in the transcripts."""
