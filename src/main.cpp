#include "app/run.hpp"

int main(int argc, char** argv) { return otklik::app::Run(argc, argv); }
