print("handinger")
