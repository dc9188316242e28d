extension FileEmitter { func commands() -> String { "" } }
