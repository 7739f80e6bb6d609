"""What was ordered: the campaign, its areas, organisations, outcomes, figures and targets."""
