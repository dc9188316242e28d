struct BuildBenchmark {
    func figures() throws -> [Figure] { [] }
}
