public import Handinger

/// What a simulated worker was told to do.
public struct WorkerInstruction: Hashable, Sendable {
    /// The instruction.
    public let input: String
    /// How much work the worker may put into it.
    public let budget: Budget
    /// Which instruction of the worker this is, from 1.
    public let number: Int

    /// Makes an instruction.
    public init(input: String, budget: Budget = .standard, number: Int = 1) {
        self.input = input
        self.budget = budget
        self.number = number
    }
}

extension WorkerInstruction {
    /// The steps that a simulated worker takes with the budget.
    var steps: Int {
        switch budget {
        case .low: 1
        case .high: 6
        case .unlimited: 9
        default: 3
        }
    }
}
