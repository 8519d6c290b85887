//! Looks at a host and writes down what it saw.

pub mod fs;
pub mod users;
