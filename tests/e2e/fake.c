/* A program that does nothing under any name: fake PROGRAM waits to be killed. */
#include <unistd.h>
int main(void) {
    for (;;)
        pause();
}
