// Everything here is generated from openapi.yaml; the file tells the package manager that there is something to compile.
