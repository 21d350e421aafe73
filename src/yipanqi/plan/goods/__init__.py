"""Goods: from the material list to who supplies what, when and where; borrowed or bought."""
