public import Handinger

/// An instruction for a simulated worker.
public struct WorkerInstruction: Hashable, Sendable {
    /// The text of the instruction.
    public let input: String
    /// The amount of work that the worker may spend.
    public let budget: Budget
    /// The position among the worker's instructions, from 1.
    public let number: Int

    /// Creates an instruction.
    public init(input: String, budget: Budget = .standard, number: Int = 1) {
        self.input = input
        self.budget = budget
        self.number = number
    }
}

extension WorkerInstruction {
    /// The number of steps that a simulated worker takes with the budget.
    var steps: Int {
        switch budget {
        case .low: 1
        case .high: 6
        case .unlimited: 9
        default: 3
        }
    }
}
