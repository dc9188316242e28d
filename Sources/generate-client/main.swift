print("generate-client")
