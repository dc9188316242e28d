/// A month of the proleptic Gregorian calendar, for arithmetic in days since 1970-01-01.
///
/// `Calendar` is too slow here: the search for a cron expression's next run may visit thousands of months.
struct CalendarMonth: Equatable, Sendable {
    let year: Int
    /// From 1 to 12.
    let month: Int

    init(year: Int, month: Int) {
        self.year = year
        self.month = month
    }

    /// The month in which a day lies.
    init(containing day: Int) {
        // With the mean month length the guess is at most one month off.
        let guess = Int((Double(day) / 30.436875).rounded(.down))
        var month = CalendarMonth(monthsSince1970: guess - 1)
        while day >= month.firstDay + month.length { month = month.next }
        self = month
    }

    private init(monthsSince1970 count: Int) {
        let (years, month) = count.quotientAndFloorRemainder(dividingBy: 12)
        self.init(year: 1970 + years, month: month + 1)
    }

    var next: CalendarMonth {
        month == 12 ? CalendarMonth(year: year + 1, month: 1) : CalendarMonth(year: year, month: month + 1)
    }

    var length: Int {
        switch month {
        case 2: isLeapYear ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The first day of the month, in days since 1970-01-01.
    var firstDay: Int {
        let years = year - 1
        let leapDays = years.floored(by: 4) - years.floored(by: 100) + years.floored(by: 400)
        // 0001-01-01 is 719,162 days before 1970-01-01.
        return years * 365 + leapDays + Self.daysBefore[month - 1] + (isLeapYear && month > 2 ? 1 : 0) - 719_162
    }

    private static let daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    private var isLeapYear: Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }
}

extension Int {
    /// Division that rounds towards negative infinity, which times before 1970 need.
    func quotientAndFloorRemainder(dividingBy divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    fileprivate func floored(by divisor: Int) -> Int {
        quotientAndFloorRemainder(dividingBy: divisor).quotient
    }
}
