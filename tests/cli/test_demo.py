def test_the_demo_shows_the_report_and_names_its_pdf_on_the_last_line(run, tmp_path):
    ran = run("demo")

    assert ran.status == 0
    assert "What is recommended" in ran.out
    assert ran.out.splitlines()[-1] == f"The same summary as a PDF: {tmp_path / 'screenkit-demo.pdf'}"
    assert (tmp_path / "screenkit-demo.pdf").read_bytes().startswith(b"%PDF")


def test_the_demo_replaces_the_pdf_it_wrote_itself(run, tmp_path):
    run("demo")
    ran = run("demo")

    assert ran.status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["screenkit-demo.pdf"]


def test_the_demo_leaves_a_file_of_somebody_else_alone(run, tmp_path):
    (tmp_path / "screenkit-demo.pdf").write_bytes(b"mine")
    run("demo")
    ran = run("demo")

    assert (tmp_path / "screenkit-demo.pdf").read_bytes() == b"mine"
    assert ran.out.splitlines()[-1].endswith("screenkit-demo-2.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["screenkit-demo-2.pdf", "screenkit-demo.pdf"]
