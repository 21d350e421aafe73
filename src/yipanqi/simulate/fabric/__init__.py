"""What a generated town is woven from: terrain, streets, blocks, plots, and how they are written down."""
