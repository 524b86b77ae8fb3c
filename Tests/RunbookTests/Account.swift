import TestSupport

typealias Account = TestSupport.Account
