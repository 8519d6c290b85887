//! Compiles the content folders. A fault in any of them fails the build with file, line and caret.

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../..");
    for folder in ["checks", "components", "benchmarks", "frameworks", "kubernetes"] {
        let path = root.join(folder);
        let shown = path.display();
        #[allow(clippy::print_stdout, reason = "this is how a build script talks to cargo")]
        {
            println!("cargo::rerun-if-changed={shown}");
        }
    }
    let api = plimsoll_content::api::Api::load(&root);
    match plimsoll_content::load(&root).and_then(|content| Ok((content, api?))) {
        Ok((mut content, api)) => {
            let target = PathBuf::from(std::env::var("OUT_DIR")?);
            // What only few commands need is kept apart, so that the others need not read it.
            std::fs::write(target.join("seldom.postcard"), content.take_seldom().to_bytes()?)?;
            std::fs::write(target.join("content.postcard"), content.to_bytes()?)?;
            std::fs::write(target.join("api.postcard"), api.to_bytes()?)?;
            Ok(())
        }
        Err(diagnostics) => {
            #[allow(clippy::print_stderr, reason = "cargo shows it as it is when the build fails")]
            {
                eprintln!("{diagnostics}");
            }
            Err(format!("{} fault(s) in the content folders", diagnostics.0.len()).into())
        }
    }
}
