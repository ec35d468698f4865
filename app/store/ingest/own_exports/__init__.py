"""What exports of ours hold besides texts, stored again: annotations, boards, corrections."""
